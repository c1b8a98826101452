// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/field_row.h"
#include "pages/wizard_draft.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace loadline {

class BlankPart;
class ChartColumn;
class FormView;
class ProposalList;
class ToneLabel;
class YamlEditor;

// Manifests being written, one at a time: the form and beside it the YAML, tied line by line, with charts of what the
// metric looked like under it. It shows the draft it is given and says what the user does.
class DraftEditor : public QWidget {
    Q_OBJECT
public:
    explicit DraftEditor(QWidget* parent = nullptr);
    // Which of the step's parts to show; the chosen one stays.
    void setDraft(const std::vector<DraftPart>& parts, bool safety);
    void setFindings(const std::vector<Finding>& findings);
    void setOffers(const FormOffers& offers);
    void setSeen(const QString& text); // what the cluster tells of the field that has the focus
    void focusFirst(); // into the form
    void showPart(std::size_t part);
    void showField(std::size_t part, const FieldPath& path);
    [[nodiscard]] std::optional<std::size_t> part() const; // of the draft; none: the step has none
    [[nodiscard]] FormView* form() const { return form_; }
    [[nodiscard]] ProposalList* proposals() const { return proposals_; }
    [[nodiscard]] YamlEditor* yaml() const { return yaml_; }
    [[nodiscard]] ChartColumn* charts() const { return charts_; }
    [[nodiscard]] QString notice() const; // what stands under the YAML

Q_SIGNALS:
    void partShown();
    void fieldShown(const loadline::FieldPath& path); // of part(): the focus went there, or the text's cursor
    void fixWanted(const loadline::Finding& finding);
    void answered(std::size_t part, const loadline::FieldPath& path, const QString& text);
    void itemAdded(std::size_t part, const loadline::FieldPath& list);
    void itemRemoved(std::size_t part, const loadline::FieldPath& item);
    void itemMoved(std::size_t part, const loadline::FieldPath& item, std::size_t to);
    void textEdited(std::size_t part, const QString& text);
    void partWanted(const QString& formKind); // one more
    void partRemoved(std::size_t part);
    void decided(std::size_t part, std::size_t proposal, bool taken); // what a preset would have otherwise

private:
    QWidget* buildTop();
    QWidget* buildLeft();
    QWidget* buildRight();
    void connectParts();
    [[nodiscard]] std::vector<const FormKind*> kindsHere() const; // that this step writes
    void fillAddMenu();
    void renewTabs();
    void refresh();
    void clearHelp();
    void refreshNotice(const DraftPart& part);
    void refreshMarks();
    void tieLines(const FieldPath& path);
    void lineChosen(std::size_t line);

    std::vector<DraftPart> parts_;
    std::vector<std::size_t> shown_; // of parts_, in the order of the tabs
    std::vector<Finding> findings_;
    bool safety_ = false;
    ManifestRef helped_; // what the help beside is about
    QTabBar* tabs_ = nullptr;
    QToolButton* add_ = nullptr;
    QToolButton* remove_ = nullptr;
    ProposalList* proposals_ = nullptr;
    FormView* form_ = nullptr;
    BlankPart* blank_ = nullptr;
    QStackedWidget* left_ = nullptr;
    ToneLabel* helpTitle_ = nullptr;
    ToneLabel* help_ = nullptr;
    ToneLabel* notes_ = nullptr;
    ToneLabel* seen_ = nullptr;
    YamlEditor* yaml_ = nullptr;
    ToneLabel* notice_ = nullptr;
    ChartColumn* charts_ = nullptr;
    bool renewing_ = false;
};

} // namespace loadline
