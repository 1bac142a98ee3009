"""What every process is born with: settings, the one clock, the secret, its log."""
