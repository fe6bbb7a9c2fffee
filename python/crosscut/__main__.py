"""``python -m crosscut`` is the command ``crosscut``."""

import sys

from crosscut._program import main

sys.exit(main())
