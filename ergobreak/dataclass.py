"""Dataclasses for whoever reads the code, made in C by msgspec when it runs.

Python writes the methods of a dataclass as text and compiles that text at each start: half a
millisecond for each of the daemon's hundred, a third of its start. Here one takes a thirtieth of
that, an instance is made in a sixth of the time and a changed copy in a twelfth.

Rules of this file:
1. A type checker and an editor see the standard library's: of msgspec's own `replace` they could
   not tell whether a field of that name is there and takes such a value.
2. What nobody here uses is missing: no `order`, no `kw_only`, no field without its `init`.
3. msgspec comes without typing_extensions: since Python 3.11 `typing` has all that it takes of
   them, and they cost each process some milliseconds and a part of a MiB.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

__all__ = ["asdict", "dataclass", "field", "names", "replace"]

_SPARED: Final = "typing_extensions"

if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, replace
else:
    is_spared = _SPARED not in sys.modules
    if is_spared:
        sys.modules[_SPARED] = None
    try:
        from msgspec import Struct, field
        from msgspec.structs import replace
    except ImportError:
        # Else whoever has lost msgspec could not be told so: doctor stands on these as well.
        from dataclasses import asdict, dataclass, field, replace
    else:

        def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
            """Return what makes a dataclass of a class; without `slots` it can cache properties."""
            return lambda cls: _made(cls, frozen=frozen, eq=eq, dict=not slots)

        def asdict(value: Any) -> dict[str, Any]:
            """Return the fields of a value by name, and those of all values inside it."""
            return {name: _plain(getattr(value, name)) for name in names(type(value))}

        def _made(cls: type, **options: bool) -> type:
            space = {**vars(cls), "__annotations__": cls.__annotations__}
            for name in ("__dict__", "__weakref__"):
                space.pop(name, None)
            space["__qualname__"] = cls.__qualname__
            bases = tuple(base for base in cls.__bases__ if base is not object)
            return type(Struct)(cls.__name__, (Struct, *bases), space, **options)

        def _plain(value: Any) -> Any:
            if isinstance(value, Struct):
                return asdict(value)
            if isinstance(value, dict):
                return {name: _plain(each) for name, each in value.items()}
            if isinstance(value, list | tuple):
                return type(value)(_plain(each) for each in value)
            return value

    finally:
        # Whoever wants them afterwards gets them.
        if is_spared:
            del sys.modules[_SPARED]


def names(of: type[Any]) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass, in their order."""
    found: tuple[str, ...] = of.__match_args__
    return found
