"""The report as one page: no request to anywhere, readable without scripts, in light and dark, on a phone and on paper."""
