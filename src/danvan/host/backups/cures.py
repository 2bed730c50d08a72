"""What a person is told when the disk says no."""

import errno

from danvan.host.failure import HostError

_CURES = {
    errno.ENOSPC: "The disk is full. Make room there, or take a larger one.",
    errno.EDQUOT: "The quota is used up. Make room there, or take another disk.",
    errno.EFBIG: "Its file system takes no file so large. Format it as exFAT or ext4.",
    errno.EACCES: "This user has no right there. Give it the right (chown, chmod).",
    errno.EPERM: "This user has no right there. Give it the right (chown, chmod).",
    errno.EROFS: "The disk is read-only. Unlock it, or take another one.",
    errno.EIO: "The disk does not read or write. Take another one.",
    errno.ENOENT: "It is gone. Was the disk pulled out?",
}


def explained(error: OSError) -> HostError:
    """Turn an error of the disk into one that names the place and the cure.

    >>> str(explained(OSError(errno.EROFS, "Read-only file system", "/mnt/usb")))
    '/mnt/usb: Read-only file system. The disk is read-only. Unlock it, or take another one.'
    """
    cure = _CURES.get(error.errno or 0, "Try again; if it stays so, take another disk.")
    return HostError(f"{error.filename or 'The disk'}: {error.strerror}. {cure}")
