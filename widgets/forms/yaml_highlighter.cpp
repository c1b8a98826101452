// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/yaml_highlighter.h"

#include "theme/tone.h"

#include <QRegularExpression>

namespace loadline {

YamlHighlighter::YamlHighlighter(QPlainTextEdit* view)
    : QSyntaxHighlighter(view->document())
    , view_(view)
{
}

void YamlHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression field(QStringLiteral(R"(^\s*(?:- )*("[^"]*"|[^\s"'#][^:]*?):(?=\s|$))"));
    static const QRegularExpression number(QStringLiteral(R"((?<=[:\-] )(-?\d[\d.eE+\-]*|true|false|null|\{\}|\[\])$)"));
    static const QRegularExpression quotes(QStringLiteral(R"("(?:[^"\\]|\\.)*"$|'(?:[^']|'')*'$)"));
    static const QRegularExpression comment(QStringLiteral(R"((?:^|\s)#.*$)"));
    const auto paint = [&](const QRegularExpressionMatch& match, int group, Tone tone) {
        if (match.hasMatch())
            setFormat(static_cast<int>(match.capturedStart(group)), static_cast<int>(match.capturedLength(group)), ink(tone, view_->palette()));
    };
    const auto quoted = quotes.match(text);
    paint(quoted, 0, Tone::Good);
    paint(number.match(text), 1, Tone::Spot);
    paint(field.match(text), 1, Tone::Accent);
    if (!quoted.hasMatch())
        paint(comment.match(text), 0, Tone::Muted);
}

} // namespace loadline
