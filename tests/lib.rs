//! Nothing lives here: the targets beside this file are the tests (README.md says which to write when).
