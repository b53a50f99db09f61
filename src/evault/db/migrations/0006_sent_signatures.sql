CREATE TABLE "sent_signatures" (
	"ename" text NOT NULL,
	"sent_id" uuid NOT NULL,
	"vault" text NOT NULL,
	"document_id" text NOT NULL,
	"subject" text NOT NULL,
	"type" text NOT NULL,
	"data" json NOT NULL,
	"signature" text NOT NULL,
	"timestamp" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"tried_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_signatures_ename_sent_id_pk" PRIMARY KEY("ename","sent_id")
);
