"""What a process that runs other people's queries gives up, for good, before the first one.

Each wall stands alone: where the system does not offer one, the others hold. On Linux all
of them do; elsewhere those that the system has.

Source: unshare(2), seccomp(2), prctl(2), getrlimit(2).
"""

from __future__ import annotations

import ctypes
import platform
import signal
import struct
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 4, 38, 22
_SECCOMP_MODE_FILTER = 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050001
"""What the filter answers: go on, or EPERM."""
_FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 42, 53, 57, 58, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 117, 221, 281, 425)),
}
"""Machine → its mark in the kernel, and the numbers of the calls that open sockets, start programs or look into others."""


def raise_walls(*, memory_max_bytes: int) -> None:
    """Give up network, memory beyond a limit, new files, new programs, and outliving one's parent.

    Args:
        memory_max_bytes: address space; 0 is no limit.
    """
    if sys.platform == "win32":
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _limits(memory_max_bytes)
    if sys.platform.startswith("linux"):
        _die_with_parent()
        no_network_namespace()
        no_sockets()


def _limits(memory_max_bytes: int) -> None:
    import resource

    def lower(kind: int, value: int) -> None:
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))

    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, 0)
    if memory_max_bytes:
        lower(resource.RLIMIT_AS, memory_max_bytes)


def alarm(seconds: float) -> None:
    """End this process after a time, whatever it does; 0 takes that back."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _die_with_parent() -> None:
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def no_network_namespace() -> bool:
    """Move into a network of one's own that has no way out; false where the system forbids that."""
    return bool(_libc().unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def no_sockets() -> bool:
    """Have the kernel refuse sockets and new programs; false where it can't."""
    known = _FORBIDDEN.get(platform.machine())
    if known is None:
        return False
    code = _program(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    program = ctypes.create_string_buffer(head, len(head))
    libc = _libc()
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0) == 0)


def _program(mark: int, numbers: tuple[int, ...]) -> bytes:
    """A filter in the kernel's little language: refuse these calls, and any made in another machine's way."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    lines = [(load, 0, 0, 4), (equal, 1, 0, mark), (answer, 0, 0, _DENY), (load, 0, 0, 0)]
    lines += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, _DENY)]
    for number in numbers:
        lines += [(equal, 0, 1, number), (answer, 0, 0, _DENY)]
    lines.append((answer, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
