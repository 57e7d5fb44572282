//! Puts a notice and its minisign signature into the file that the app fetches, after verifying that the app would accept
//! it. It needs only the public key. packaging/README.md says how to use it.

use std::{env, error::Error, fs, process::ExitCode};

use minisign_verify::PublicKey;
use velvet_updates::Notice;

const USAGE: &str = "Usage: notice PUBLIC_KEY NOTICE.json > FILE.json\n\
    PUBLIC_KEY is the second line of minisign.pub. The signature is read from NOTICE.json.minisig.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [key, path] = &arguments[..] else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match seal(key, path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            eprintln!("Nothing was written: {error}{source}.");
            ExitCode::FAILURE
        }
    }
}

fn seal(key: &str, path: &str) -> Result<(), Box<dyn Error>> {
    let (text, signature) = (fs::read_to_string(path)?, fs::read_to_string(format!("{path}.minisig"))?);
    let (notice, file) = Notice::seal(&text, &signature, &PublicKey::from_base64(key)?)?;
    let languages: Vec<&str> = notice.changes.keys().map(String::as_str).collect();
    eprintln!(
        "Version {} of {}, {:?}, in {}",
        notice.version,
        notice.day(),
        notice.severity,
        languages.join(", ")
    );
    println!("{file}");
    Ok(())
}
