//! Tells cargo what the binary embeds: the built web UI and the migrations. Never runs npm.

fn main() -> std::io::Result<()> {
    // A missing path would make this script run at every build; Vite empties the folder, so no
    // committed placeholder would last.
    std::fs::create_dir_all("web/dist")?;
    // Other builds read the page from the folder when they run.
    if std::env::var("PROFILE").is_ok_and(|p| p == "release") {
        println!("cargo:rerun-if-changed=web/dist");
    }
    println!("cargo:rerun-if-changed=migrations");
    Ok(())
}
