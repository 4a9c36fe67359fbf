"""Ctrl-C that never cuts a line of output in two."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: The exit status of a process that Ctrl-C ended, as shells count it.
INTERRUPTED = 130


class Interrupts:
    """Raises KeyboardInterrupt on Ctrl-C as ever, except that it waits for the end of a :meth:`held` block.

    Worker processes end at once and without a word.
    """

    def __init__(self) -> None:
        """Not yet in force: enter :meth:`handled`."""
        self._process = os.getpid()
        self._held = self._pending = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Be in force within this block."""
        before = signal.signal(signal.SIGINT, self._on_interrupt)
        if hasattr(os, "register_at_fork"):  # what is raised while a process starts would be lost
            os.register_at_fork(before=self._hold, after_in_parent=self._release)
        try:
            yield
        except Exception:
            if self._pending:  # the end of the workers broke something
                raise KeyboardInterrupt from None
            raise
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """A block that Ctrl-C does not break: it takes effect at its end."""
        self._hold()
        try:
            yield
        finally:
            self._release()
        if self._pending:
            raise KeyboardInterrupt

    def _hold(self) -> None:
        self._held = True

    def _release(self) -> None:
        self._held = False

    def _on_interrupt(self, signum: int, frame: FrameType | None) -> None:
        if os.getpid() != self._process:
            os._exit(INTERRUPTED)
        for worker in multiprocessing.active_children():
            worker.terminate()
        self._pending = True
        if not self._held:
            raise KeyboardInterrupt
