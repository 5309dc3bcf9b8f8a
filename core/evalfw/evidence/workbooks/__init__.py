"""Workbooks (填报表) that divisions fill in: written with xlsxwriter, read back with openpyxl or calamine."""
