/** The limits of one connected organization, each with its reason. */

/** Identity sources: with the name and the event they are reserved in one batch, and replacing all of them takes twice as many operations. */
export const IDENTITY_SOURCES_MAX = 40;

/** Sponsors of one kind, users and groups: all of them are looked up whenever a request goes to the sponsors. */
export const SPONSORS_MAX = 100;

/** Longest domain name (RFC 1035). */
export const DOMAIN_NAME_LENGTH_MAX = 253;

/** Longest mail address (RFC 5321). */
export const MAIL_ADDRESS_LENGTH_MAX = 320;
