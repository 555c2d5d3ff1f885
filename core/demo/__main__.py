"""`python -m core.demo FOLDER`"""

import sys
from pathlib import Path

from core.demo import make_demo
from core.errors import UserError

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m core.demo FOLDER")
    try:
        made = make_demo(Path(sys.argv[1]))
    except UserError as problem:
        sys.exit(str(problem))
    sys.stderr.write(f"{len(made)} songs in {sys.argv[1]}\n")
