-- What a trial found was kept as lines of text; the next trial says it by parts.
UPDATE "backup_works" SET "differences" = NULL;
