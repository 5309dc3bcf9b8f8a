"""
A whole evaluation without the command line: evidence taken from workbooks, what is open, what does not fit, the report and its documents.

The department and its figures are made up. Cells (``# %%``) run in Jupyter, VS Code and Spyder one by one, and all together as
``python evaluation.py``; everything is written into the working folder.
"""

# %% The rubric, and a workbook for the divisions
from pathlib import Path

import openpyxl

import evalfw
from evalfw.evidence import attach, import_workbooks, write_templates
from evalfw.examining import examine_folder, folder_status
from evalfw.extending import report_of
from evalfw.maintaining import start_project
from evalfw.reporting import edition

host = evalfw.load_plugins()
start_project(Path("虚构局"), "nanjing/2021", host, name="虚构局", subject="xugou")
folder = evalfw.open_evidence("虚构局", host=host)
(workbook,) = write_templates(Path("工作簿"), folder.rubric)

# %% The divisions fill it in
ANSWERS = {"budget.execution_rate": 0.962, "budget.required_rate": 0.95, "satisfaction.rate": 0.93}
book = openpyxl.load_workbook(workbook)
for row in book["事实"].iter_rows(min_row=7):
    declared = folder.rubric.facts.get(str(row[0].value))
    if declared is None:
        continue
    if declared.id in ANSWERS:
        row[5].value = ANSWERS[declared.id]
    elif declared.type == "bool":
        row[5].value = "否" if declared.id == "three_public.overspent" else "是"
book.save(workbook)

# %% Their answers go into the evidence folder, with the document that they rest on
imported = import_workbooks(folder, [workbook], by="财务处", at="2022-02-01T08:00:00Z")
print(f"{workbook}: {imported.conflicts} conflicts, {imported.refused} refused")
decision = Path("决算说明.txt")
decision.write_text("预算执行率96.2%。\n", encoding="utf-8")
print([attached.file for attached in attach(folder.read_again(), [decision], by="财务处")])

# %% What is open, and what does not fit
folder = folder.read_again()
report = report_of(folder, host)
for item in folder_status(folder, report).items[:5]:
    print(f"{item.label}: {item.worth}")
for observation in examine_folder(folder, report).observations[:5]:
    print(f"{observation.code}: {observation.message.zh}")

# %% The report, as a notebook shows it: with what it takes to try out other facts on its page
report = evalfw.evaluate("虚构局", host=host).report
print(report)
report  # noqa: B018 # what a notebook shows is the last line of a cell

# %% Documents to hand in
for format in ("docx", "xlsx", "html", "json"):
    Path(f"虚构局.{format}").write_bytes(host.document(report, format))
Path("虚构局-public.html").write_bytes(host.document(edition(report, "public"), "html"))
