-- No row here is a denunciation any more, so nothing need keep one bare.
DROP TRIGGER petitions_step_bare ON petitions_step;
DROP TRIGGER petitions_reply_bare ON petitions_reply;
DROP TRIGGER petitions_petition_kind ON petitions_petition;
DROP FUNCTION petitions_keep_bare(), petitions_keep_kind();
