"""The bytes of a feed to its entries. Pure: no network.

feedparser reads what feeds look like in the wild, but it is given bytes in a stream
(a string it might take for an address or a file name), and two habits of it are
worked around: it mistakes the description of a picture for the text of the post, and
it does not say which picture a description or a rating belongs to.
"""

import calendar
import contextlib
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit
from xml.parsers import expat

import feedparser
from feedparser.exceptions import ThingsNobodyCaresAboutButMe

from liveboard.domain.mention import MOST_PHOTOS, Photo
from liveboard.social.plain import clean, shorten, text_of
from liveboard.social.source import SourceError

MOST = 500  # entries of one feed that we look at
_MRSS = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".avif")
# Parts of an address that change with every answer although the picture does not.
_SIGNATURES = re.compile(
    r"(?i)x-amz-.*|x-goog-.*|expires?|exp|sig|signature|policy|key-pair-id|token|hmac|se|sp|sv|sr|"
    r"st|ts|oh|oe|_nc_.*|awsaccesskeyid"
)


# Renamed before feedparser sees them. It would take a picture's description for the text of
# the post; and it looks for e-mail addresses in authors so slowly that 20 kB take 3 seconds.
_ALT = re.compile(rb"<(/?media:)description\b")
_AUTHOR = re.compile(
    rb"(?i)<(/?(?:[\w.-]{1,40}:)?)(author|creator|managingeditor|webmaster|publisher|owner|name)\b"
)
# Renaming bytes needs names that are ASCII bytes, in every encoding we accept.
_DECLARED = re.compile(rb"(?i)encoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = re.compile(rb"(?i)utf-?8|(us-)?ascii|iso-8859-\d+|windows-125\d|latin-?\d")


@dataclass(frozen=True, slots=True)
class Post:
    """One entry of a feed. `words` is everything in it that may name us; `text` is for people."""

    guid: str
    version: str
    url: str
    author: str
    text: str
    words: str
    at: datetime | None
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is now, in its own order; not `whole` if it was malformed."""

    posts: tuple[Post, ...]
    whole: bool


@dataclass(slots=True)
class _About:
    """What a feed says about one picture."""

    alt: str = ""
    adult: bool = False


def read(data: bytes) -> Feed:
    """Read a feed.

    Raises:
        SourceError: If it is no feed, or so broken that nothing of it can be read. An
            empty feed that is well formed is a feed.
    """
    declared = _DECLARED.search(data[:200])
    if b"\0" in data or (declared and not _ENCODINGS.fullmatch(declared.group(1))):
        raise SourceError("the feed is not in an encoding we read; UTF-8 is best")
    if b"<!ENTITY" in data:
        raise SourceError("the feed declares entities, which is how XML bombs are built; not read")
    about = _Pictures().read(data)
    apart = _AUTHOR.sub(rb"<\1lb\2", data)
    apart = _ALT.sub(rb"<\1alt", apart)
    try:
        parsed = feedparser.parse(
            io.BytesIO(apart),
            response_headers={"content-type": "application/xml"},  # it says itself what it is
            sanitize_html=False,  # we keep no HTML at all
            resolve_relative_uris=False,
        )
    except Exception as error:  # whatever a stranger's bytes do to the parser, we go on
        raise SourceError(f"the feed cannot be read: {type(error).__name__}") from error
    trouble = parsed.get("bozo_exception")
    whole = not parsed.get("bozo") or isinstance(trouble, ThingsNobodyCaresAboutButMe)
    if not parsed.get("version"):
        raise SourceError("this is not an RSS or Atom feed; check the address in the event file")
    if not parsed.entries and not whole:
        raise SourceError(f"the feed is broken: {clean(str(trouble))[:200]}")
    home = str(parsed.feed.get("title", ""))
    posts: dict[str, Post] = {}
    for entry in parsed.entries[:MOST]:
        post = _post(entry, about, home)
        if post:
            posts.setdefault(post.guid, post)
    return Feed(tuple(posts.values()), whole and len(parsed.entries) <= MOST)


def _post(entry: Any, about: Mapping[str, _About], home: str) -> Post | None:
    link = str(entry.get("link", ""))
    guid = _guid(str(entry.get("id", "") or link), link)
    if not guid:
        return None  # it could not be followed through an edit or a deletion
    text = _text(entry)
    tags = " ".join(f"#{tag.get('term')}" for tag in entry.get("tags", []) if tag.get("term"))
    photos = tuple(_photos(entry, about))
    return Post(
        guid=guid,
        version=_version(text, photos),
        url=link if _split(link).scheme in {"http", "https"} else "",
        author=shorten(clean(_author(entry, link, home)), 100),
        text=shorten(text),
        words=f"{text}\n{tags}",
        at=_at(entry),
        photos=photos,
    )


def _guid(guid: str, link: str) -> str:
    if len(guid) > 300:
        return "sha256:" + hashlib.sha256(guid.encode()).hexdigest()
    guid = clean(guid).replace("\n", " ")
    if guid and not re.match(r"[a-z][a-z0-9+.-]*:", guid, re.IGNORECASE):
        guid = f"{_split(link).netloc}/{guid}"  # "123" is not the only 123 on the internet
    return guid


def _text(entry: Any) -> str:
    bodies = [str(part.get("value", "")) for part in entry.get("content", [])]
    body = text_of(max([*bodies, str(entry.get("summary", ""))], key=len))
    title = text_of(str(entry.get("title", "")))
    if title and not body.startswith(title.rstrip("…. ")):
        return clean(f"{title}\n{body}")
    return body


def _author(entry: Any, link: str, home: str) -> str:
    """Name the author: as written, else from a Mastodon address, else the feed itself."""
    keys = [key for key in entry if key.endswith(("lbauthor", "lbcreator", "lbname"))]
    # E-mail addresses are not for walls; RSS has "ada@school.example (Ada)".
    words = text_of(" ".join(str(entry[key]) for key in keys)[:1000]).split()
    named = " ".join(word for word in words if not re.search(r"\w@\w", word)).strip("() ")
    if named:
        return named
    parts = _split(link)
    found = re.match(r"/(?:@|users/)([\w.-]+)(?:@([\w.-]+))?(?:/|$)", parts.path)
    if found:
        return f"@{found.group(1)}@{found.group(2) or parts.netloc}"
    title = text_of(home)
    return title if title and not title.startswith("#") else parts.netloc


def _at(entry: Any) -> datetime | None:
    given = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(given), UTC) if given else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _photos(entry: Any, about: Mapping[str, _About]) -> Iterator[Photo]:
    media = [(item.get("url"), item) for item in entry.get("media_content", [])]
    media += [(item.get("href"), item) for item in entry.get("enclosures", [])]
    # Of a malformed feed we only know that something in the entry is rated.
    rating = str((entry.get("media_rating") or {}).get("content", "")).strip().lower()
    if rating == "adult" and not any(url in about for url, _ in media):
        return
    seen: set[str] = set()
    for url, item in media:
        if not url or url in seen or not _is_picture(str(url), item):
            continue
        seen.add(url)
        known = about.get(url, _About())
        if not known.adult:
            yield Photo(str(url), shorten(clean(known.alt), 1500))
        if len(seen) == MOST_PHOTOS:
            return


def _is_picture(url: str, item: Mapping[str, Any]) -> bool:
    parts = _split(url)
    kind = str(item.get("type", "")).lower()
    if parts.scheme not in {"http", "https"} or kind.startswith("image/svg"):
        return False
    if kind:
        return kind.startswith("image/")
    return item.get("medium") == "image" or parts.path.lower().endswith(_PICTURES)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # "https://[" and the like
        return SplitResult("", "", "", "", "")


def _version(text: str, photos: tuple[Photo, ...]) -> str:
    body = json.dumps([text, [[_lasting(photo.url), photo.alt] for photo in photos]])
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _lasting(url: str) -> str:
    parts = _split(url)
    kept = [pair for pair in parse_qsl(parts.query, True) if not _SIGNATURES.fullmatch(pair[0])]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, json.dumps(kept), ""))


class _Pictures:
    """Reads which description and rating belong to which picture, as far as the feed is
    well formed.
    """

    def __init__(self) -> None:
        self.found: dict[str, _About] = {}
        self.item: list[_About] = []  # the pictures of the entry we are in
        self.media: list[_About] = []  # the media:content elements we are inside of
        self.words: list[str] = []

    def read(self, data: bytes) -> dict[str, _About]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.words.append
        with contextlib.suppress(expat.ExpatError, ValueError, LookupError):
            parser.Parse(data, True)
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self.words.clear()
        if tag in {"item", "entry"} and space not in _MRSS:
            self.item.clear()
        elif space in _MRSS and tag == "content":
            self.media.append(self.about(attributes.get("url", "")))
        elif tag == "enclosure" or attributes.get("rel") == "enclosure":
            self.about(attributes.get("url") or attributes.get("href", ""))

    def about(self, url: str) -> _About:
        about = self.found.setdefault(url, _About())
        self.item.append(about)
        return about

    def end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        text = "".join(self.words).strip()
        if space in _MRSS and tag == "content" and self.media:
            self.media.pop()
        elif space in _MRSS and tag == "description" and self.media:
            self.media[-1].alt = text
        elif space in _MRSS and tag == "rating" and text.lower() == "adult":
            # A rating beside the pictures is about all of them.
            for about in self.media[-1:] or self.item:
                about.adult = True
