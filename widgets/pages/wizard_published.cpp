// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard asks a server of itself: the schemas of its kinds, which decide over fields and values that Loadline's own
// description does not know, and the metrics that its adapters list.
#include "pages/wizard_page.h"

#include "pages/draft_editor.h"
#include "tables/cells.h"

#include <algorithm>

namespace loadline {

void WizardPage::askPublished(const std::vector<std::string>& paths)
{
    if (publishedOf_ != cluster_) {
        publishedOf_ = cluster_;
        published_ = {};
        publishedAsked_.clear();
    }
    if (cluster_.empty())
        return;
    for (const std::string& one : paths)
        if (publishedAsked_.insert(one).second)
            Q_EMIT documentWanted(cluster_, qtext(one));
}

// Who may not read it, or a server that has none, leaves what is known standing.
bool WizardPage::takePublished(const QString& path, const Result<std::string>& json)
{
    if (!Published::isPath(path.toStdString()))
        return false;
    const auto shapes = published_.shapes;
    if (publishedOf_ != cluster_ || !published_.take(path.toStdString(), json))
        return true;
    if (published_.shapes != shapes)
        renewForms();
    else
        renewOffers();
    check();
    return true;
}

// What is typed stays: only what the forms offer and refuse is new.
void WizardPage::renewForms()
{
    renewFacts();
    for (DraftPart& part : parts_)
        if (part.form && !part.broken)
            if (auto form = Form::read(part.document, facts_))
                part.form = std::move(*form);
    showDraft();
    renewSeen();
}

} // namespace loadline
