"""Examples of the rules in python.yml: what each finds (ruleid) and what it lets be (ok)."""

import subprocess
import time

# ruleid: data-is-not-code
import pickle

# ruleid: nothing-calls-out
import requests

# ruleid: nothing-calls-out
import urllib.request

# ruleid: xml-names-nothing-outside
import xml.sax

# ok: xml-names-nothing-outside
import defusedxml.sax
import lxml.etree

# ok: nothing-calls-out
import urllib.parse
import xlsxwriter


def words(name, count):
    # ruleid: words-are-whole
    _(f"Hello {name}")
    # ruleid: words-are-whole
    gettext_lazy("Hello %s" % name)
    # ruleid: words-are-whole
    ngettext("One {}".format(name), "Many", count)
    # ruleid: words-are-whole
    pgettext("greeting", "Hello " + name)
    # ok: words-are-whole
    _("Hello %(name)s") % {"name": name}
    # ok: words-are-whole
    print_(f"Hello {name}")


def markup(name):
    # ruleid: markup-is-escaped
    mark_safe(name)
    # ruleid: markup-is-escaped
    format_html(f"<b>{name}</b>")
    # ruleid: markup-is-escaped
    Template(name).render({})
    # ok: markup-is-escaped
    format_html("<b>{}</b>", name)


def statements(cursor, table, unit):
    # ruleid: statements-are-whole
    cursor.execute(f"SELECT 1 FROM {table}")
    # ruleid: statements-are-whole
    cursor.execute("SELECT 1 FROM %s" % table)
    # ruleid: statements-are-whole
    cursor.execute("SELECT 1 FROM {}".format(table))
    statement = "SELECT 1 FROM " + table
    # ruleid: statements-are-whole
    cursor.execute(statement)
    # ruleid: statements-are-whole
    Unit.objects.raw(f"SELECT * FROM {table}")
    # ok: statements-are-whole
    cursor.execute("SELECT 1 FROM units WHERE id = %s", [unit])
    # ok: statements-are-whole
    cursor.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(table)))


def queries(rows, text):
    # ruleid: queries-are-the-orms
    rows.extra(where=[text])
    # ruleid: queries-are-the-orms
    rows.annotate(x=RawSQL(text, []))
    # ok: queries-are-the-orms
    rows.annotate(x=F("name"))


def files(body, name):
    # ruleid: files-leave-by-the-gate
    FileResponse(body)
    # ruleid: files-leave-by-the-gate
    HttpResponse(body, content_type=XLSX)
    response = HttpResponse(body)
    # ruleid: files-leave-by-the-gate
    response["Content-Disposition"] = name
    # ruleid: files-leave-by-the-gate
    HttpResponse(body, headers={"Content-Disposition": name})
    # ok: files-leave-by-the-gate
    guarded(FileResponse(body), name)
    # ok: files-leave-by-the-gate
    to_save(body, name, XLSX)
    # ok: files-leave-by-the-gate
    HttpResponse(body, content_type="application/atom+xml")


def clock():
    # ruleid: the-clock-is-an-argument
    timezone.now()
    # ruleid: the-clock-is-an-argument
    timezone.localdate()
    # ruleid: the-clock-is-an-argument
    time.time()
    # ok: the-clock-is-an-argument
    timezone.localdate(now)


# ruleid: forms-carry-their-token
@csrf_exempt
def form(request):
    # ruleid: nothing-is-printed
    print(request)
    # ok: nothing-is-printed
    log.info("%s", request)


def programs(words):
    # ruleid: no-shell
    subprocess.run(words, shell=True)
    # ok: no-shell
    subprocess.run(["ls", words], check=True)
    # ruleid: data-is-not-code
    eval(words)
    # ok: data-is-not-code
    evaluate(words)


def papers(path, values):
    paper = DocxTemplate(path)
    # ruleid: templates-of-papers-escape
    paper.render(values)
    # ok: templates-of-papers-escape
    paper.render(values, autoescape=True)


def cells(out, page, rows):
    # ruleid: cells-do-not-compute
    xlsxwriter.Workbook(out)
    # ruleid: cells-do-not-compute
    page.write_formula(0, 0, "=1")
    # ruleid: cells-do-not-compute
    csv.writer(out)
    # ok: cells-do-not-compute
    new_book(out)
    # ok: cells-do-not-compute
    csv.reader(rows)


def trees(data, parser):
    # ruleid: xml-names-nothing-outside
    lxml.etree.fromstring(data)
    # ruleid: xml-names-nothing-outside
    lxml.etree.XMLParser(resolve_entities=True)
    # ok: xml-names-nothing-outside
    lxml.etree.fromstring(data, parser)
