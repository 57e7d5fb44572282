//! The log as files: exported, backed up, restored, trimmed, and upgraded. No content changes on the way, and no file
//! is ever incomplete.

mod backup;
mod book;
mod cells;
mod export;
mod formulas;
mod hostile;
mod restore;
mod trim;
mod upgrade;
mod wal;
