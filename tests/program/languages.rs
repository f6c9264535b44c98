//! Every command in Korean: help, mistakes, faults, labs; and which language is chosen.

use std::fs;

use crate::harness::{Lab, Output, finish, program};

/// Runs the program in a home of its own, with these variables.
fn statelab(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.envs(variables.iter().copied()).args(arguments);
    finish(command)
}

const KOREAN: [(&str, &str); 1] = [("STATELAB_LANG", "ko")];

#[test]
fn the_language_is_asked_for_by_flag_or_variable() {
    let korean = "컨테이너는 기억하지 않는다";
    let english = "A container forgets";
    let system = [("LANG", "ko_KR.UTF-8")];
    statelab(&system, &["list"]).exits(0).shows(korean).shows_not(english);
    statelab(&system, &["list", "--lang", "en"]).exits(0).shows(english).shows_not(korean);
    statelab(&KOREAN, &["list"]).exits(0).shows(korean);
    statelab(&[("STATELAB_LANG", "en"), ("LC_ALL", "ko_KR.UTF-8")], &["list"]).exits(0).shows(english);
    statelab(&[("LC_ALL", "C"), ("LANG", "ko_KR.UTF-8")], &["list"]).exits(0).shows(english);
}

#[test]
fn a_language_that_is_not_known_is_said_in_the_usual_one() {
    statelab(&[], &["list", "--lang", "tlh"]).exits(2).shows("The language tlh (from --lang) is not known");
    statelab(&KOREAN, &["list", "--lang=tlh"])
        .exits(2)
        .shows("오류: 아직 지원하지 않는 언어입니다: tlh (--lang에 적힌 값)")
        .shows("도움말: 쓸 수 있는 언어: en, ko");
}

#[test]
fn help_is_in_the_language_whichever_way_it_is_asked_for() {
    for arguments in [&["--lang", "ko", "run", "--help"][..], &["run", "-h", "--lang=ko"]] {
        statelab(&[], arguments)
            .exits(0)
            .shows("사용법: statelab run [옵션] <LAB>...")
            .shows("아무것도 묻지 않기")
            .shows_not("Usage");
    }
    statelab(&KOREAN, &["--help"]).exits(0).shows("명령:").shows("실습 목록 보기").shows_not("Options");
    statelab(&[], &["--help"]).exits(0).shows("Usage: statelab [OPTIONS] [COMMAND]").shows("List the labs");
    // Behind `--` stand operands.
    statelab(&[], &["show", "--", "--lang", "ko"]).exits(2).shows("Usage: statelab show");
}

#[test]
fn mistakes_at_the_command_line_are_said_in_the_language() {
    statelab(&KOREAN, &["rum"])
        .exits(2)
        .shows("오류: `rum` 명령은 없습니다.")
        .shows("혹시 `run` 아닌가요?")
        .shows("사용법: statelab [옵션] [명령]");
    statelab(&KOREAN, &["check", "--format", "jsn", "labs"])
        .exits(2)
        .shows("오류: `jsn` 값은 `--format <FORMAT>` 옵션에 쓸 수 없습니다.")
        .shows("도움말: 쓸 수 있는 값: text, json");
    statelab(&KOREAN, &["run", "--labs"]).exits(2).shows("`--labs <DIR>` 옵션에는 값이 있어야 합니다.");
    statelab(&[], &["run", "--yess", "x"]).exits(2).shows("did you mean `--yes`?");
}

#[test]
fn a_shown_lab_and_its_faults_are_in_the_language() {
    statelab(&KOREAN, &["--plain", "show", "nginx-stateless"])
        .exits(0)
        .shows("질문: 새 `my-nginx` 컨테이너는 어떤 페이지를 보여 줄까요?")
        .shows("- 내 페이지: 이름이 같으니까")
        .shows("$ docker rm -f my-nginx")
        .shows_not("Whose page");
    let faulty = Lab::of("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker rum nginx\"\n");
    statelab(&KOREAN, &["check", faulty.folder().to_str().unwrap()])
        .exits(2)
        .shows("오류[unknown-command]: `docker rum` 명령은 없습니다.")
        .shows("혹시 `docker run` 아닌가요?");
}

#[test]
fn check_tells_what_is_wrong_with_a_translation_and_what_is_missing() {
    let lab = Lab::shipped("nginx-stateless");
    let (folder, path) = (lab.folder(), lab.folder().join("ko.toml"));
    let whole = fs::read_to_string(&path).unwrap();
    let check = || statelab(&[], &["check", folder.to_str().unwrap()]);
    check().exits(0).shows("One lab, no faults.");
    fs::write(&path, whole.replace("summary ", "# ")).unwrap();
    check()
        .exits(0)
        .shows("warning[missing-text]: The text `summary` is not translated here.")
        .shows("One warning in one lab.")
        .shows_not("no faults");
    fs::write(&path, whole.replace("[step.copy]", "[step.coppy]")).unwrap();
    check()
        .exits(2)
        .shows("error[unknown-part]: The lab has no step `coppy`.")
        .shows("One fault in one lab.");
    // A run and a list take what there is.
    fs::write(&path, "title = \"페이지\"\n[").unwrap();
    check().exits(2).shows("error[syntax]");
    let labs = folder.parent().unwrap().to_str().unwrap();
    statelab(&KOREAN, &["list", "--labs", labs])
        .exits(0)
        .shows("페이지  입문")
        .shows("Copy a page into nginx");
}
