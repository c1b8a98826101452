// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// One file each: fields_<kind>.cpp.
FormKind clusterTriggerAuthenticationForm();
FormKind disruptionBudgetForm();
FormKind hpaForm();
FormKind limitRangeForm();
FormKind namespaceForm();
FormKind nodePoolForm();
FormKind priorityClassForm();
FormKind quotaForm();
FormKind scaledJobForm();
FormKind scaledObjectForm();
FormKind triggerAuthenticationForm();
FormKind vpaForm();

} // namespace loadline
