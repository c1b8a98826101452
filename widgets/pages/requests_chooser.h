// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scaling/removal_requests.h"

#include <QString>

class QToolButton;

namespace loadline {

class PageHeader;

// Chooses what pods are taken to request where it is asked which nodes could go: as now, the VPAs' targets, or all of
// them smaller by a right-sizing percentage.
QToolButton* addRequestsChooser(
    PageHeader* header, std::function<RequestsAsked()> current, std::function<void(const RequestsAsked&)> chosen);
QString requestsChoiceText(const RequestsAsked& asked); // "Requests: as now"

} // namespace loadline
