// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QSyntaxHighlighter>

namespace loadline {

// Keys, texts, numbers and comments of YAML in the theme's tones.
class YamlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit YamlHighlighter(QPlainTextEdit* view);

protected:
    void highlightBlock(const QString& text) override;

private:
    QPlainTextEdit* view_;
};

} // namespace loadline
