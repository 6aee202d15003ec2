/** Bodies of policies in the words of beta. */

/** A policy as Terraform's azuread provider sends it: named requestors, one stage with a backup, quarterly reviews, one question. */
export function aBetaPolicy(
  accessPackageId: string,
  { requestorsId, approverId }: { readonly requestorsId: string; readonly approverId: string },
) {
  return {
    accessPackageId,
    displayName: "assignment-policy",
    description: "My assignment policy",
    canExtend: true,
    durationInDays: 90,
    requestorSettings: {
      scopeType: "SpecificDirectorySubjects",
      acceptRequests: true,
      allowedRequestors: [
        {
          "@odata.type": "#microsoft.graph.groupMembers",
          id: requestorsId,
          isBackup: false,
          description: "Designers",
        },
      ],
    },
    requestApprovalSettings: {
      isApprovalRequired: true,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: true,
      approvalMode: "SingleStage",
      approvalStages: [
        {
          approvalStageTimeOutInDays: 14,
          isApproverJustificationRequired: false,
          isEscalationEnabled: false,
          escalationTimeInMinutes: 0,
          primaryApprovers: [
            { "@odata.type": "#microsoft.graph.requestorManager", isBackup: false, managerLevel: 1 },
            {
              "@odata.type": "#microsoft.graph.singleUser",
              id: approverId,
              isBackup: true,
              description: "Approver",
            },
          ],
          escalationApprovers: [],
        },
      ],
    },
    accessReviewSettings: {
      isEnabled: true,
      recurrenceType: "quarterly",
      reviewerType: "Self",
      durationInDays: 5,
      reviewers: [],
      isAccessRecommendationEnabled: true,
      isApprovalJustificationRequired: true,
      accessReviewTimeoutBehavior: "keepAccess",
    },
    questions: [
      {
        "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
        isRequired: false,
        sequence: 1,
        text: { defaultText: "Why?", localizedTexts: [{ languageCode: "de", text: "Warum?" }] },
      },
    ],
  };
}
