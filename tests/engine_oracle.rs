//! Every query against the rules written out naively, on random organizations and filters, to the last digit.

mod engine;
