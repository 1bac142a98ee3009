"""Pictures drawn for rehearsals: nobody's photo, so everybody may show them."""
