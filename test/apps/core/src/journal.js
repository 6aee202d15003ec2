/** What the functions and hooks of this app have seen, in order; the tests read it over HTTP. */
const entries = [];

module.exports = {
  entries,
  note(...parts) {
    entries.push(parts.join(" "));
  },
};
