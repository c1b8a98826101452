// SPDX-License-Identifier: GPL-3.0-or-later
// What the editor ties together: findings to fields and lines, fields to lines and back.
#include "forms/form_view.h"
#include "forms/yaml_editor.h"
#include "pages/draft_editor.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"

namespace loadline {

void DraftEditor::setFindings(const std::vector<Finding>& findings)
{
    findings_ = findings;
    refreshMarks();
}

void DraftEditor::refreshMarks()
{
    const auto at = part();
    if (!at)
        return yaml_->setMarks({});
    const DraftPart& one = parts_[*at];
    std::vector<YamlMark> marks;
    std::vector<Finding> own;
    if (one.broken) {
        const auto line = QString::fromStdString(one.broken->where).section(QLatin1Char(':'), 0, 0).toULongLong();
        marks.push_back({std::max<std::size_t>(1, line), Severity::Error, sentence(*one.broken)});
    } else {
        const ManifestRef ref = one.ref();
        for (const Finding& finding : findings_) {
            if (finding.silenced || finding.object.kind != ref.kind || finding.object.name != ref.name)
                continue;
            own.push_back(finding);
            marks.push_back({one.document.linesOf(finding.field).first, finding.severity, whatText(finding)});
        }
        if (one.form)
            for (const FieldError& wrong : one.form->errors())
                marks.push_back({one.document.linesOf(wrong.path).first, Severity::Error, sentence(wrong.error)});
    }
    form_->setFindings(std::move(own));
    yaml_->setMarks(std::move(marks));
}

void DraftEditor::tieLines(const FieldPath& path)
{
    const auto at = part();
    if (!at || path.empty() || parts_[*at].broken)
        return yaml_->showLines(0, 0);
    const Document::Lines lines = parts_[*at].document.linesOf(path);
    yaml_->showLines(lines.first, lines.last);
}

void DraftEditor::lineChosen(std::size_t line)
{
    const auto at = part();
    if (!at || parts_[*at].broken || !parts_[*at].form)
        return;
    const FieldPath path = parts_[*at].form->fieldOnLine(line);
    if (path.empty())
        return yaml_->showLines(0, 0);
    form_->focusField(path, false);
    tieLines(path);
}

} // namespace loadline
