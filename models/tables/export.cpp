// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/export.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace loadline {

namespace {

// RFC 4180: a field with a comma, a quote or a line break is quoted, its quotes doubled.
QString field(QString text)
{
    const bool plain = std::none_of(text.cbegin(), text.cend(), [](QChar c) {
        return c == QLatin1Char(',') || c == QLatin1Char('"') || c == QLatin1Char('\r') || c == QLatin1Char('\n');
    });
    if (plain)
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

// Spreadsheets run a cell that starts like a formula; a name in a cluster can be anything.
QString harmless(const QString& text)
{
    if (text.isEmpty())
        return text;
    bool isNumber = false;
    static_cast<void>(text.toDouble(&isNumber));
    const bool runs = QStringLiteral("=+-@\t\r").contains(text.front());
    return runs && !isNumber ? QLatin1Char('\'') + text : text;
}

QString line(const QStringList& cells)
{
    QStringList fields;
    fields.reserve(cells.size());
    for (const auto& cell : cells)
        fields << field(harmless(cell));
    return fields.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

QString metaLine(const QString& key, const QString& value)
{
    return field(QStringLiteral("# ") + key + QStringLiteral(": ") + value) + QStringLiteral("\r\n");
}

QJsonValue defined(const QStringList& list) { return QJsonArray::fromStringList(list); }

QJsonObject metaOf(const ExportHead& head)
{
    return {{QStringLiteral("page"), head.page}, {QStringLiteral("clusters"), defined(head.clusters)},
        {QStringLiteral("namespaces"), head.namespaces}, {QStringLiteral("filter"), head.filter},
        {QStringLiteral("notes"), defined(head.notes)}, {QStringLiteral("time"), isoUtc(head.at)}};
}

QString oneLine(QString text)
{
    for (auto& c : text)
        if (c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r'))
            c = QLatin1Char(' ');
    return text;
}

QString tabbed(const QStringList& cells)
{
    QStringList clean;
    for (const auto& cell : cells)
        clean << oneLine(cell);
    return clean.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

} // namespace

QByteArray toCsv(const ExportTable& table)
{
    const auto& head = table.head;
    QString csv = metaLine(QStringLiteral("page"), head.page);
    csv += metaLine(QStringLiteral("clusters"), head.clusters.join(QStringLiteral(", ")));
    csv += metaLine(QStringLiteral("namespaces"), head.namespaces);
    csv += metaLine(QStringLiteral("filter"), head.filter);
    csv += metaLine(QStringLiteral("time"), isoUtc(head.at));
    for (const auto& note : head.notes)
        csv += metaLine(QStringLiteral("note"), note);
    for (const auto& figure : head.figures)
        csv += metaLine(QStringLiteral("figure"), figure.title + (figure.unit.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(figure.unit)) + QStringLiteral(": ")
                + (figure.text.isEmpty() ? unknown() : figure.text));
    csv += QStringLiteral("\r\n") + line(table.titles);
    for (const auto& row : table.texts)
        csv += line(row);
    return csv.toUtf8();
}

QByteArray toJson(const ExportTable& table)
{
    QJsonArray columns;
    for (qsizetype i = 0; i < table.ids.size(); ++i)
        columns.append(QJsonObject {{QStringLiteral("id"), table.ids[i]}, {QStringLiteral("title"), table.titles[i]}});
    QJsonArray rows;
    for (std::size_t i = 0; i < table.texts.size(); ++i) {
        QJsonObject row;
        for (qsizetype j = 0; j < table.ids.size(); ++j) {
            QJsonObject cell {{QStringLiteral("text"), table.texts[i][j]}};
            const auto& exact = table.exact[i][static_cast<std::size_t>(j)];
            if (!exact.isUndefined())
                cell.insert(QStringLiteral("value"), exact);
            row.insert(table.ids[j], cell);
        }
        rows.append(row);
    }
    QJsonObject whole {{QStringLiteral("meta"), metaOf(table.head)}, {QStringLiteral("columns"), columns},
        {QStringLiteral("rows"), rows}};
    QJsonObject figures;
    for (const auto& figure : table.head.figures)
        figures.insert(figure.id, QJsonObject {{QStringLiteral("title"), figure.title}, {QStringLiteral("unit"), figure.unit},
            {QStringLiteral("text"), figure.text}, {QStringLiteral("value"), figure.exact}});
    if (!figures.isEmpty())
        whole.insert(QStringLiteral("figures"), figures);
    return QJsonDocument(whole).toJson(QJsonDocument::Indented);
}

QString toText(const ExportTable& table)
{
    QString text = tabbed(table.titles);
    for (const auto& row : table.texts)
        text += tabbed(row);
    return text;
}

} // namespace loadline
