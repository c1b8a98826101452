// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/apply_shown.h"
#include "lint/finding.h"
#include "pages/wizard_draft.h"

#include <QWidget>

class QComboBox;
class QListWidget;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace loadline {

class ApplyPanel;
class Card;
class ToneLabel;
class WizardAround;
class YamlEditor;

// How files are handed out.
enum class FilesAs { Copy, Stream, Folder, Kustomize };

// The last step: what lint finds, with fixes; the way into the cluster; all the files, to read, copy and save.
class WizardReview : public QWidget {
    Q_OBJECT
public:
    explicit WizardReview(QWidget* parent = nullptr);
    void setDraft(const std::vector<DraftPart>& parts);
    void tieTabs(); // Tab goes as the eye does, also through what was made anew
    // Of what is for no cluster yet: where it may go. Hidden where none is open, or where that is settled (`free` false).
    void setClusters(const QStringList& open, const QString& chosen, bool free);
    void setFindings(const std::vector<Finding>& findings);
    [[nodiscard]] ApplyPanel* apply() const { return apply_; }
    [[nodiscard]] WizardAround* around() const { return around_; }
    [[nodiscard]] const std::vector<BundleFile>& files() const { return files_; }

Q_SIGNALS:
    void clusterChosen(const QString& cluster); // "": files alone
    void fixWanted(const loadline::Finding& finding);
    void fieldWanted(const loadline::ManifestRef& object, const loadline::FieldPath& field); // show it
    void silenceWanted(const loadline::Finding& finding, const QString& reason); // "": speak of it again
    void openWanted(const loadline::ManifestRef& object, const loadline::FieldPath& field); // which is none of those written here
    void linkWanted(const QString& link);
    void filesWanted(const std::vector<loadline::BundleFile>& files, loadline::FilesAs as);

private:
    QWidget* buildFiles();
    QWidget* buildPlace();
    void showFile(int row);
    void showWhetherAny();
    void renewFindings();
    void addFinding(const Finding& finding);
    void addButtons(const Finding& finding, const QString& what, QVBoxLayout* column, QWidget* holder);
    void addReason(const Finding& finding, QVBoxLayout* column, QWidget* holder);
    [[nodiscard]] bool isOwn(const ManifestRef& object) const;
    [[nodiscard]] const ManifestRef* foreignIn(const Fix& fix) const; // null: all that it changes is written here
    std::vector<BundleFile> files_;
    std::vector<ManifestRef> own_; // what is written here
    struct Silencing { // a reason is being written
        std::string rule;
        ManifestRef object;
        QString reason;
    };
    std::optional<Silencing> silencing_;
    std::vector<Finding> findings_;
    ToneLabel* nothing_ = nullptr;
    std::vector<QPushButton*> handOut_; // buttons
    Card* found_ = nullptr;
    QWidget* list_ = nullptr;
    QVBoxLayout* column_ = nullptr;
    QWidget* place_ = nullptr;
    QComboBox* cluster_ = nullptr;
    ApplyPanel* apply_ = nullptr;
    WizardAround* around_ = nullptr;
    QListWidget* names_ = nullptr;
    YamlEditor* text_ = nullptr;
    bool everFound_ = false;
};

} // namespace loadline
