/** What the functions of this app were given, in order; the tests read it over HTTP. */
const entries = [];

module.exports = {
  entries,
  note: (name, what) => {
    entries.push({ name, ...what });
  },
};
