"""Lets `python -m concordat` stand for the command `concordat`."""

import sys

from concordat.cli import main

if __name__ == "__main__":
    sys.exit(main())
