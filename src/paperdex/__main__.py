"""``python -m paperdex`` is the ``paperdex`` command."""

from paperdex.cli import main

if __name__ == "__main__":
    main()
