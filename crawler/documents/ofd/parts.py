"""The parts of an OFD package by the locations that name them, and the resources its objects name by number."""

from __future__ import annotations

import posixpath
from collections import ChainMap
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from archive.errors import UnreadableError
from archive.text import clean
from crawler.documents.containers.package import Package
from crawler.documents.containers.xml import parse_xml

# A page names two or three; a file may name one part many times.
MOST_PARTS = 5_000
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Part:
    """One element of an XML part and the part's name, from which the locations it states lead on."""

    name: str
    root: etree._Element

    def children(self, name: str) -> Iterator[etree._Element]:
        """The child elements of that local name: OFD files differ in their namespaces."""
        return self.root.iterchildren("{*}" + name)

    def child(self, name: str) -> Part | None:
        """The first of them, as a part of its own."""
        element = next(self.children(name), None)
        return None if element is None else Part(self.name, element)


@dataclass(frozen=True, slots=True)
class Resources:
    """What objects name by ResourceID (GB/T 33190, 7.9).

    `units` are the contents of composite units, `pictures` the elements that name a picture's file, each with the name
    of a part beside which that file lies.
    """

    units: MutableMapping[str, etree._Element]
    pictures: MutableMapping[str, Part]

    def with_own(self, own: Resources) -> Resources:
        """These and a page's own, which go before."""
        return Resources(ChainMap(own.units, self.units), ChainMap(own.pictures, self.pictures))


class OfdPackage:
    """An OFD file; `unread` are the parts that were asked for and cannot be read, each with the reason.

    Raises UnreadableError as Package does, and `encrypted` where GM/T 0099 encrypts its parts.
    """

    def __init__(self, body: bytes) -> None:
        self._package = Package(body)
        self._part_count = 0
        self.unread: dict[str, UnreadableError] = {}
        if any(posixpath.basename(name).casefold() == "encryptions.xml" for name in self._package.names):
            raise UnreadableError(
                "encrypted", "The OFD is encrypted (GM/T 0099); ask the publisher for an open copy."
            )

    @cached_property
    def documents(self) -> tuple[Part, ...]:
        """The root of each document that OFD.xml names, in its order, in the version it marks as current (7.4, 19)."""
        entry = self.part("OFD.xml", "")
        documents = []
        for body in () if entry is None else entry.children("DocBody"):
            start = Part("OFD.xml", body)
            version = next((v for v in body.iter("{*}Version") if v.get("Current") == "true"), None)
            current = None if version is None else self.part(version.get("BaseLoc"), start.name)
            root = (current and current.child("DocRoot")) or start.child("DocRoot")
            document = root and self.part(root.root.text, root.name)
            if document is not None:
                documents.append(document)
        return tuple(documents)

    def attached(self) -> list[str]:
        """The names of the files that documents carry with them (GB/T 33190, 20)."""
        lists = [
            self.part(place.text, document.name)
            for document in self.documents
            for place in document.children("Attachments")
        ]
        return [
            _short(one.get("Name"))
            for held in lists
            if held is not None
            for one in held.children("Attachment")
        ]

    def part(self, location: str | None, named_by: str) -> Part | None:
        """The part at `location`, as the part `named_by` states it; None, and in `unread`, where it is missing or no XML.

        Raises UnreadableError (`limit`) where it is too large, or after MOST_PARTS.
        """
        self._part_count += 1
        if self._part_count > MOST_PARTS:
            raise UnreadableError("limit", f"The OFD names more than {MOST_PARTS} parts; open it by hand.")
        name = self.find(location, named_by)
        if name is None:
            wanted = _short(location) or f"that {named_by} should name"
            self.unread[wanted] = UnreadableError(
                "damaged", f"The OFD has no part {wanted}; ask the publisher for a whole copy."
            )
            return None
        try:
            return Part(name, parse_xml(self._package.read(name)))
        except UnreadableError as error:
            if error.reason != "damaged":
                raise
            self.unread[name] = error
            return None

    def read(self, name: str) -> bytes:
        """The bytes of the part of that name. Raises UnreadableError as Package.read does."""
        return self._package.read(name)

    def find(self, location: str | None, named_by: str) -> str | None:
        """The name of the part at `location`, None where there is none.

        A location is relative to the part that states it unless it begins with a slash (GB/T 33190, 7.3); programs
        also write it relative to a folder above that part, with backslashes or in another case.
        """
        stated = (location or "").strip().replace("\\", "/")
        folder = "" if stated.startswith("/") else posixpath.dirname(named_by)
        while stated:
            name = posixpath.join(folder, stated.lstrip("/"))
            if self._package.has(name):
                return name
            if not folder:
                break
            folder = posixpath.dirname(folder)
        return None

    def resources(self, holder: Part, *kinds: str) -> Resources:
        """What the resource parts state that `holder` names in its elements of those kinds."""
        units: dict[str, etree._Element] = {}
        pictures: dict[str, Part] = {}
        for kind in kinds:
            for location in dict.fromkeys(element.text for element in holder.children(kind)):
                part = self.part(location, holder.name)
                if part is not None:
                    units |= _units(part)
                    pictures |= _pictures(part)
        return Resources(units, pictures)


def _units(part: Part) -> dict[str, etree._Element]:
    return {
        unit.get("ID", ""): content
        for unit in part.root.iter("{*}CompositeGraphicUnit")
        for content in unit.iterchildren("{*}Content")
    }


def _pictures(part: Part) -> dict[str, Part]:
    stated = part.root.get("BaseLoc", "").replace("\\", "/").lstrip("/")
    beside = posixpath.join(posixpath.dirname(part.name), stated, "-")
    return {
        media.get("ID", ""): Part(beside, file)
        for media in part.root.iter("{*}MultiMedia")
        for file in media.iterchildren("{*}MediaFile")
        if media.get("Type") == "Image"
    }


def _short(name: str | None) -> str:
    """A name as a sentence may print it, whatever the file states."""
    return clean(name or "")[:_LONGEST_NAME]
