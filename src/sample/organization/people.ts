/** The people of the sample organization: a port company of nine departments, from the chief executive down, and two guests. */

/** [key (of the sign-in name), display name, job title, department, key of the manager, office]. */
type Row = readonly [string, string, string, string, string | null, string];

export const PEOPLE: readonly Row[] = [
  ["admin", "Harbor Administrator", "Directory Administrator", "IT", null, "Bergen"],

  ["astrid.haugen", "Astrid Haugen", "Chief Executive Officer", "Executive", null, "Bergen"],
  ["jonas.weber", "Jonas Weber", "Chief Operating Officer", "Executive", "astrid.haugen", "Hamburg"],
  ["elena.costa", "Elena Costa", "Chief Financial Officer", "Executive", "astrid.haugen", "Bergen"],
  ["samuel.okafor", "Samuel Okafor", "Chief Information Officer", "Executive", "astrid.haugen", "Rotterdam"],
  ["lucia.moretti", "Lucia Moretti", "Chief People Officer", "Executive", "astrid.haugen", "Bergen"],
  ["henrik.dahl", "Henrik Dahl", "Chief Commercial Officer", "Executive", "astrid.haugen", "Rotterdam"],
  [
    "nina.petrova",
    "Nina Petrova",
    "Assistant to the Chief Executive",
    "Executive",
    "astrid.haugen",
    "Bergen",
  ],

  [
    "marta.nowak",
    "Marta Nowak",
    "Director of Terminal Operations",
    "Terminal Operations",
    "jonas.weber",
    "Hamburg",
  ],
  ["tomas.lind", "Tomas Lind", "Terminal Manager", "Terminal Operations", "marta.nowak", "Hamburg"],
  ["priya.raman", "Priya Raman", "Berth Planner", "Terminal Operations", "tomas.lind", "Hamburg"],
  ["felix.braun", "Felix Braun", "Crane Supervisor", "Terminal Operations", "tomas.lind", "Hamburg"],
  ["amina.diallo", "Amina Diallo", "Yard Planner", "Terminal Operations", "tomas.lind", "Hamburg"],
  ["oscar.nilsen", "Oscar Nilsen", "Shift Lead", "Terminal Operations", "tomas.lind", "Hamburg"],
  ["greta.hansen", "Greta Hansen", "Terminal Manager", "Terminal Operations", "marta.nowak", "Bergen"],
  ["yusuf.kaya", "Yusuf Kaya", "Berth Planner", "Terminal Operations", "greta.hansen", "Bergen"],
  ["linda.olsen", "Linda Olsen", "Gate Coordinator", "Terminal Operations", "greta.hansen", "Bergen"],
  ["daniel.park", "Daniel Park", "Shift Lead", "Terminal Operations", "greta.hansen", "Bergen"],
  ["rosa.jimenez", "Rosa Jimenez", "Terminal Manager", "Terminal Operations", "marta.nowak", "Rotterdam"],
  [
    "willem.devries",
    "Willem de Vries",
    "Crane Supervisor",
    "Terminal Operations",
    "rosa.jimenez",
    "Rotterdam",
  ],
  ["chidi.eze", "Chidi Eze", "Yard Planner", "Terminal Operations", "rosa.jimenez", "Rotterdam"],

  ["karin.lund", "Karin Lund", "Harbor Master", "Marine Services", "jonas.weber", "Bergen"],
  ["stefan.ilic", "Stefan Ilic", "Pilot", "Marine Services", "karin.lund", "Bergen"],
  ["maren.vik", "Maren Vik", "Pilot", "Marine Services", "karin.lund", "Bergen"],
  ["jorge.santos", "Jorge Santos", "Tug Captain", "Marine Services", "karin.lund", "Rotterdam"],
  ["hanna.kallio", "Hanna Kallio", "Vessel Traffic Operator", "Marine Services", "karin.lund", "Bergen"],
  ["bram.jansen", "Bram Jansen", "Vessel Traffic Operator", "Marine Services", "karin.lund", "Rotterdam"],

  [
    "viktor.szabo",
    "Viktor Szabo",
    "Head of Safety and Security",
    "Safety and Security",
    "jonas.weber",
    "Hamburg",
  ],
  ["leila.haddad", "Leila Haddad", "Port Security Officer", "Safety and Security", "viktor.szabo", "Hamburg"],
  ["erik.strand", "Erik Strand", "Safety Inspector", "Safety and Security", "viktor.szabo", "Bergen"],
  ["paula.gomez", "Paula Gomez", "Environmental Officer", "Safety and Security", "viktor.szabo", "Rotterdam"],

  ["david.cohen", "David Cohen", "Financial Controller", "Finance", "elena.costa", "Bergen"],
  ["sofia.lindgren", "Sofia Lindgren", "Accounts Payable Lead", "Finance", "david.cohen", "Bergen"],
  ["marco.bianchi", "Marco Bianchi", "Accounts Payable Clerk", "Finance", "sofia.lindgren", "Bergen"],
  ["anna.kowalska", "Anna Kowalska", "Accounts Receivable Lead", "Finance", "david.cohen", "Hamburg"],
  ["peter.holm", "Peter Holm", "Treasury Analyst", "Finance", "david.cohen", "Bergen"],
  ["grace.mwangi", "Grace Mwangi", "Internal Auditor", "Finance", "elena.costa", "Rotterdam"],
  ["liam.byrne", "Liam Byrne", "Procurement Manager", "Finance", "elena.costa", "Hamburg"],
  ["camille.roux", "Camille Roux", "Buyer", "Finance", "liam.byrne", "Hamburg"],

  ["ingrid.solberg", "Ingrid Solberg", "Head of Identity and Access", "IT", "samuel.okafor", "Bergen"],
  ["arjun.mehta", "Arjun Mehta", "Identity Engineer", "IT", "ingrid.solberg", "Rotterdam"],
  ["kaisa.virtanen", "Kaisa Virtanen", "Access Analyst", "IT", "ingrid.solberg", "Bergen"],
  ["lukas.meyer", "Lukas Meyer", "Head of Platforms", "IT", "samuel.okafor", "Hamburg"],
  ["zara.ahmed", "Zara Ahmed", "Platform Engineer", "IT", "lukas.meyer", "Hamburg"],
  ["nils.berg", "Nils Berg", "Database Administrator", "IT", "lukas.meyer", "Bergen"],
  ["mei.tanaka", "Mei Tanaka", "Site Reliability Engineer", "IT", "lukas.meyer", "Rotterdam"],
  ["robert.klein", "Robert Klein", "Service Desk Lead", "IT", "samuel.okafor", "Hamburg"],
  ["emma.larsen", "Emma Larsen", "Service Desk Analyst", "IT", "robert.klein", "Bergen"],
  ["ivan.horvat", "Ivan Horvat", "Service Desk Analyst", "IT", "robert.klein", "Hamburg"],

  ["beatriz.alves", "Beatriz Alves", "Head of People Operations", "People", "lucia.moretti", "Bergen"],
  ["thomas.gray", "Thomas Gray", "Recruiter", "People", "beatriz.alves", "Rotterdam"],
  ["silje.moen", "Silje Moen", "Payroll Specialist", "People", "beatriz.alves", "Bergen"],
  ["hugo.martin", "Hugo Martin", "Learning Partner", "People", "lucia.moretti", "Hamburg"],

  ["clara.vogel", "Clara Vogel", "Head of Sales", "Commercial", "henrik.dahl", "Hamburg"],
  ["adam.svensson", "Adam Svensson", "Key Account Manager", "Commercial", "clara.vogel", "Bergen"],
  ["fatima.zahra", "Fatima Zahra", "Key Account Manager", "Commercial", "clara.vogel", "Rotterdam"],
  ["joris.smit", "Joris Smit", "Pricing Analyst", "Commercial", "clara.vogel", "Rotterdam"],
  ["eva.fischer", "Eva Fischer", "Head of Marketing", "Commercial", "henrik.dahl", "Hamburg"],
  ["noah.andersen", "Noah Andersen", "Content Editor", "Commercial", "eva.fischer", "Bergen"],

  ["michael.stein", "Michael Stein", "General Counsel", "Legal", "astrid.haugen", "Hamburg"],
  ["olga.romanova", "Olga Romanova", "Contract Lawyer", "Legal", "michael.stein", "Bergen"],
  ["jean.dupont", "Jean Dupont", "Data Protection Officer", "Legal", "michael.stein", "Rotterdam"],
];

/** [key, display name, mail, home tenant's domain, key of the sponsor]. */
export const GUESTS: readonly (readonly [string, string, string, string, string])[] = [
  ["kelly.tran", "Kelly Tran", "kelly.tran@bluefreight.example", "bluefreight.example", "clara.vogel"],
  ["omar.said", "Omar Said", "omar.said@quayworks.example", "quayworks.example", "marta.nowak"],
];

/** Country and two-letter usage location of each office. */
export const OFFICES: { readonly [city: string]: readonly [string, string] } = {
  Bergen: ["Norway", "NO"],
  Hamburg: ["Germany", "DE"],
  Rotterdam: ["Netherlands", "NL"],
};
