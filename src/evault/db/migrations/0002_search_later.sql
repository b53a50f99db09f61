ALTER TABLE "meta_envelopes" ALTER COLUMN "search" DROP NOT NULL;--> statement-breakpoint
UPDATE "meta_envelopes" SET "search" = NULL WHERE NOT "indexed" AND "search" = '';
