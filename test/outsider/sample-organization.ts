/** What tests know of the sample organization: only who administers it. */
export const SAMPLE_ADMINISTRATOR = "admin@contoso.example";
