// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard asks of the server's own schemas: where a manifest says more than Loadline's description of its kind
// knows, the server may know it.
#include "pages/wizard_page.h"

#include "lint/known_fields.h"
#include "tables/cells.h"

#include <algorithm>

namespace loadline {
namespace {

const QString schemas = QStringLiteral("/openapi/v3/");

} // namespace

void WizardPage::askShapes(const std::vector<std::string>& groupVersions)
{
    if (shapesOf_ != cluster_) {
        shapesOf_ = cluster_;
        shapes_.reset();
        shapesAsked_.clear();
    }
    if (cluster_.empty())
        return;
    for (const std::string& one : groupVersions)
        if (shapesAsked_.insert(one).second)
            Q_EMIT documentWanted(cluster_, schemas + (one.find('/') == std::string::npos ? QStringLiteral("api/") : QStringLiteral("apis/")) + qtext(one));
}

// Who may not read it, or a server that has none, leaves the description standing.
bool WizardPage::takeShapes(const QString& path, const Result<std::string>& json)
{
    if (!path.startsWith(schemas))
        return false;
    if (!json || shapesOf_ != cluster_)
        return true;
    JsonDocument document;
    std::string body = *json;
    const auto told = readClusterShapes(document, body, describedKinds());
    if (!told || told->empty())
        return true;
    ClusterShapes all = shapes_ ? *shapes_ : ClusterShapes();
    for (const auto& [key, shape] : *told)
        all.insert_or_assign(key, shape);
    shapes_ = std::make_shared<const ClusterShapes>(std::move(all));
    check();
    return true;
}

} // namespace loadline
