// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cost_review.h"

#include <QByteArray>
#include <QPageSize>

namespace loadline {

// The review as a PDF of a few pages, in vectors and with its fonts. Needs a QGuiApplication.
QByteArray costReviewPdf(const CostReview& review, const CostReport& report, const QPageSize& size = QPageSize(QPageSize::A4));

} // namespace loadline
