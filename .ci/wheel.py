"""Check that a wheel holds every model that its manifest lists, and is no larger than promised."""

import json
import pathlib
import sys
import zipfile

LARGEST = 100e6  # bytes
MODELS = "attrib/models/"

path = pathlib.Path(sys.argv[1])
with zipfile.ZipFile(path) as wheel:
    names = set(wheel.namelist())
    files = json.loads(wheel.read(MODELS + "manifest.json"))
missing = [name for name in files if MODELS + name not in names]
size = path.stat().st_size
print(f"{path.name}: {size / 1e6:.1f} MB, {len(files)} model files")
if missing or size > LARGEST or "attrib/py.typed" not in names:
    sys.exit(f"missing {missing or 'nothing'}; at most {LARGEST / 1e6:.0f} MB are allowed")
