/** Bodies of policies as clients send them: valid by default, tests change what matters. */

/** Members may ask; one stage of seven days, in which `approverId` decides; a year of access; one question. */
export function aPolicy(accessPackageId: string, approverId: string) {
  return {
    displayName: "Members",
    description: "For everybody",
    accessPackage: { id: accessPackageId },
    allowedTargetScope: "allMemberUsers",
    specificAllowedTargets: [],
    expiration: { type: "afterDuration", duration: "P365D" },
    requestorSettings: {
      enableTargetsToSelfAddAccess: true,
      enableTargetsToSelfUpdateAccess: true,
      enableTargetsToSelfRemoveAccess: true,
    },
    requestApprovalSettings: {
      isApprovalRequiredForAdd: true,
      isApprovalRequiredForUpdate: false,
      stages: [
        {
          durationBeforeAutomaticDenial: "P7D",
          isApproverJustificationRequired: false,
          isEscalationEnabled: false,
          durationBeforeEscalation: "PT0S",
          primaryApprovers: [{ "@odata.type": "#microsoft.graph.singleUser", userId: approverId }],
          fallbackPrimaryApprovers: [],
          escalationApprovers: [],
          fallbackEscalationApprovers: [],
        },
      ],
    },
    questions: [
      {
        "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
        text: "Why?",
        isRequired: false,
        sequence: 1,
      },
    ],
  };
}
