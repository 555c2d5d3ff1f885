"""An object on the bus, described by tables: its introspection, properties and calls all come from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.integration.bus import UNKNOWN, Answer, Bus, Refused

if TYPE_CHECKING:
    from jeepney import Message

PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"
NO_PROPERTY = "org.freedesktop.DBus.Error.UnknownProperty"
READ_ONLY = "org.freedesktop.DBus.Error.PropertyReadOnly"
INVALID = "org.freedesktop.DBus.Error.InvalidArgs"

Arguments = Sequence[tuple[str, str]]
"""Names with D-Bus signatures."""


@dataclass(frozen=True, slots=True)
class Property:
    """get: the value now; set: what a client may do to it, None for nothing.

    told: how PropertiesChanged tells: "true" with its value, "invalidates" without, "false" not at all.
    """

    signature: str
    get: Callable[[], Any]
    set: Callable[[Any], object] | None = None
    told: str = "true"


@dataclass(frozen=True, slots=True)
class Method:
    """run: gets the arguments; returns a tuple of values for `gives`, or None where that is empty."""

    run: Callable[..., Any]
    takes: Arguments = ()
    gives: Arguments = ()


@dataclass(frozen=True, slots=True)
class Interface:
    methods: dict[str, Method] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)
    signals: dict[str, Arguments] = field(default_factory=dict)


class Exported:
    """Answers at `path` for as long as the bus is there."""

    def __init__(self, bus: Bus, path: str, interfaces: dict[str, Interface]) -> None:
        self._bus, self._path = bus, path
        self._interfaces = interfaces | {
            PROPERTIES: Interface(
                {
                    "Get": Method(self._get, (("interface", "s"), ("name", "s")), (("value", "v"),)),
                    "GetAll": Method(self._get_all, (("interface", "s"),), (("values", "a{sv}"),)),
                    "Set": Method(self._set, (("interface", "s"), ("name", "s"), ("value", "v"))),
                },
                signals={
                    "PropertiesChanged": (
                        ("interface", "s"),
                        ("changed", "a{sv}"),
                        ("invalidated", "as"),
                    )
                },
            ),
            INTROSPECTABLE: Interface(
                {"Introspect": Method(lambda: (self.describe(),), (), (("xml", "s"),))}
            ),
            PEER: Interface({"Ping": Method(lambda: None)}),
        }
        bus.serve(path, self._handle)

    def tell(self, interface: str, names: Iterable[str]) -> None:
        """Clients hear that these properties have other values now."""
        known = self._interfaces[interface].properties
        changed = {n: (known[n].signature, known[n].get()) for n in names if known[n].told == "true"}
        invalid = [n for n in names if known[n].told == "invalidates"]
        if changed or invalid:
            values = (interface, changed, invalid)
            self._bus.announce(self._path, PROPERTIES, "PropertiesChanged", "sa{sv}as", values)

    def emit(self, interface: str, name: str, *values: Any) -> None:
        """One of the interface's own signals."""
        signature = "".join(each for _, each in self._interfaces[interface].signals[name])
        self._bus.announce(self._path, interface, name, signature, values)

    def describe(self) -> str:
        """The introspection document."""
        lines = [
            '<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN" '
            '"http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">',
            "<node>",
        ]
        for name, interface in self._interfaces.items():
            lines += [f'  <interface name="{name}">', *_described(interface), "  </interface>"]
        return "\n".join([*lines, "</node>"])

    # -- calls

    def _handle(self, message: Message) -> Answer:
        from jeepney import HeaderFields

        fields = message.header.fields
        member = fields.get(HeaderFields.member, "")
        method = self._method(fields.get(HeaderFields.interface), member)
        takes = "".join(each for _, each in method.takes)
        if fields.get(HeaderFields.signature, "") != takes:
            raise Refused(INVALID, f"{member} takes ({takes}).")
        values = method.run(*message.body)
        return "".join(each for _, each in method.gives), tuple(values or ())

    def _method(self, interface: str | None, member: str) -> Method:
        """interface: None means any that has such a method."""
        for name, each in self._interfaces.items():
            if interface in (None, name) and member in each.methods:
                return each.methods[member]
        raise Refused(UNKNOWN, f"There is no method {member} in {interface}.")

    def _property(self, interface: str, name: str) -> Property:
        found = self._interfaces.get(interface, Interface()).properties.get(name)
        if found is None:
            raise Refused(NO_PROPERTY, f"There is no property {name} in {interface}.")
        return found

    def _get(self, interface: str, name: str) -> tuple[tuple[str, Any]]:
        asked = self._property(interface, name)
        return ((asked.signature, asked.get()),)

    def _get_all(self, interface: str) -> tuple[dict[str, tuple[str, Any]]]:
        known = self._interfaces.get(interface, Interface()).properties
        return ({name: (each.signature, each.get()) for name, each in known.items()},)

    def _set(self, interface: str, name: str, value: tuple[str, Any]) -> None:
        asked = self._property(interface, name)
        signature, given = value
        if asked.set is None:
            raise Refused(READ_ONLY, f"{name} cannot be set.")
        if signature != asked.signature:
            raise Refused(INVALID, f"{name} is of type {asked.signature}.")
        asked.set(given)


def _described(interface: Interface) -> list[str]:
    lines = []
    for name, method in interface.methods.items():
        lines.append(f'    <method name="{name}">')
        for way, arguments in (("in", method.takes), ("out", method.gives)):
            lines += [f'      <arg name="{arg}" type="{kind}" direction="{way}"/>' for arg, kind in arguments]
        lines.append("    </method>")
    for name, arguments in interface.signals.items():
        lines.append(f'    <signal name="{name}">')
        lines += [f'      <arg name="{arg}" type="{kind}"/>' for arg, kind in arguments]
        lines.append("    </signal>")
    for name, each in interface.properties.items():
        access = "read" if each.set is None else "readwrite"
        lines.append(f'    <property name="{name}" type="{each.signature}" access="{access}">')
        lines.append(
            f'      <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="{each.told}"/>'
        )
        lines.append("    </property>")
    return lines
