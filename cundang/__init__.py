"""The front door of Cundang 存档: one thin module per command."""

from importlib.metadata import version

__version__ = version("cundang")
