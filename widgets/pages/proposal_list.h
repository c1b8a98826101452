// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/wizard_draft.h"

#include <QWidget>

class QGridLayout;
class QCheckBox;
class QScrollArea;

namespace loadline {

class ToneLabel;

// What a preset would have otherwise in an object that is there already, to be taken over one by one.
class ProposalList : public QWidget {
    Q_OBJECT
public:
    // Tab goes on from `before` to what is proposed.
    explicit ProposalList(QWidget* before, QWidget* parent = nullptr);
    void setPart(const DraftPart* part); // null, or one without proposals: nothing shows
    [[nodiscard]] const std::vector<QCheckBox*>& boxes() const { return boxes_; }

Q_SIGNALS:
    void decided(std::size_t proposal, bool taken);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();
    void arrange(const DraftPart& part);
    QWidget* before_;
    ToneLabel* title_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QWidget* list_ = nullptr;
    QGridLayout* grid_ = nullptr;
    std::vector<Proposal> shown_;
    std::vector<QCheckBox*> boxes_;
};

} // namespace loadline
