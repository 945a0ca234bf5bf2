"""Chromium without a screen, spoken to over a pipe: opens a page, asks it, presses its keys."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

PROGRAM: Final = "chromium"
_END: Final = b"\0"
# The two pipes have to be descriptors 3 and 4 of the browser.
_START: Final = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'


class Browser:
    """One page in one browser. Blocks in a read; a browser that hangs is ended with its test."""

    def __init__(self, folder: Path) -> None:
        self.asked_for: list[str] = []  # every address that the page has asked for
        self.complaints: list[str] = []  # what the browser says against the page
        self._number = 0
        self._buffer = b""
        to_browser, self._to = os.pipe()
        self._from, from_browser = os.pipe()
        handles = (to_browser, from_browser)
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")
        command = (PROGRAM, *options, "--no-first-run", f"--user-data-dir={folder}", "about:blank")
        self._child = subprocess.Popen(
            ["bash", "-c", _START, "bash", *map(str, handles), *command],
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for handle in handles:
            os.close(handle)
        self._session = ""
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        attached = self.do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.do(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError, EOFError):
            self._session = ""
            self.do("Browser.close")
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        os.close(self._to)
        os.close(self._from)

    def open(self, path: Path, *, width: int = 1200, dark: bool = False) -> None:
        """Open a file on a screen so wide, by day or by night; return when it is loaded."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.do("Emulation.setEmulatedMedia", features=[scheme])
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.do("Page.navigate", url=path.as_uri())
        while self._read().get("method") != "Page.loadEventFired":
            pass

    def ask(self, script: str) -> Any:
        """Return what an expression is worth in the page; raises AssertionError if it raises."""
        answer = self.do("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key, and let it go."""
        text = {"text": "\r"} if key == "Enter" else {}
        code = {"Enter": 13, "Tab": 9}.get(key, 0)
        self.do(
            "Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text
        )
        self.do("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def point_at(self, x: float, y: float) -> None:
        """Move the pointer there."""
        self.do("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def do(self, method: str, **values: object) -> dict[str, Any]:
        """Give a command of the DevTools protocol, and return its answer."""
        self._number += 1
        wanted = self._number
        said = {"id": wanted, "method": method, "params": values}
        if self._session:
            said["sessionId"] = self._session
        os.write(self._to, json.dumps(said).encode() + _END)
        while True:
            answer = self._read()
            if answer.get("id") == wanted:
                if "error" in answer:
                    raise AssertionError(answer["error"])
                found: dict[str, Any] = answer["result"]
                return found

    def _read(self) -> dict[str, Any]:
        """Return the next message; keep what the page asks for and what is said against it."""
        while _END not in self._buffer:
            more = os.read(self._from, 1 << 20)
            if not more:
                raise EOFError("the browser has ended")
            self._buffer += more
        raw, _, self._buffer = self._buffer.partition(_END)
        message: dict[str, Any] = json.loads(raw)
        values = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.asked_for.append(values["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(values["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(values["exceptionDetails"]["text"])
            case _:
                pass
        return message
