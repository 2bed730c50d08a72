"""ZIP archives as bytes."""

import io
import zipfile


def archive_of(parts, prefix=b"", compress=zipfile.ZIP_DEFLATED):
    """A ZIP of the parts, name to bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return prefix + out.getvalue()


def parts_of(data):
    """The parts of a ZIP, name to bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
