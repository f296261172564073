fn main() -> std::process::ExitCode {
    skillsim::cli::main(std::env::args_os())
}
