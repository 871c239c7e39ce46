# exiftool waits for questions for ever, also when nobody is left to ask: it ends itself when its parent has gone.
$SIG{ALRM} = sub { exit 0 if getppid() != $ENV{WINNOW_PARENT}; alarm 1; };
alarm 1;
1;
