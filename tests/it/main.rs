mod artificial;
mod command_line;
mod ensemble;
mod results;
