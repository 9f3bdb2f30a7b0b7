"""Parts of the matrix, one module a subject: ``stage(s)`` adds objects, ``places(s)`` and ``sends(s)`` name the arguments
and form data of its routes; the letters of its routes stand beside it in ``<subject>.txt``."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

FOLDER = Path(__file__).parent
PARTS = [import_module(f"{__name__}.{found.name}") for found in iter_modules([str(FOLDER)])]
TABLES = sorted(FOLDER.glob("*.txt"))
