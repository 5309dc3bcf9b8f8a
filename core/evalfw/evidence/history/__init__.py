"""
The history of an evidence folder (留痕): every change of points that people set, one line each, never rewritten.

Each line carries the hash of the line before it, so that a line that was changed, left out or put elsewhere is noticed. Lines that
are cut off at the end leave a chain that holds: only the hash of the last line, which reports print, shows that.
"""
